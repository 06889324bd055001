CREATE TABLE "collective_changes" (
	"proposal_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"comes" boolean NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"weight" bigint NOT NULL,
	"owner" text NOT NULL,
	"possession" "bytea",
	CONSTRAINT "collective_changes_proposal_id_position_pk" PRIMARY KEY("proposal_id","position")
);
--> statement-breakpoint
CREATE TABLE "collective_commitments" (
	"proposal_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"position" integer NOT NULL,
	"commitments" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "collective_commitments_proposal_id_round_position_pk" PRIMARY KEY("proposal_id","round","position")
);
--> statement-breakpoint
ALTER TABLE "collective_proposals" ALTER COLUMN "payee" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "collective_proposals" ALTER COLUMN "amount" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "collective_proposals" ADD COLUMN "kind" text DEFAULT 'payment' NOT NULL;--> statement-breakpoint
ALTER TABLE "collective_proposals" ADD COLUMN "next_descriptor" "bytea";--> statement-breakpoint
ALTER TABLE "collective_proposals" ADD COLUMN "round" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "collective_proposals" ADD COLUMN "request" jsonb;--> statement-breakpoint
ALTER TABLE "collectives" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "collective_changes" ADD CONSTRAINT "collective_changes_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_commitments" ADD CONSTRAINT "collective_commitments_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "collective_changes_owner" ON "collective_changes" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "collective_changes_key" ON "collective_changes" USING btree ("key");--> statement-breakpoint
ALTER TABLE "collectives" ADD CONSTRAINT "collectives_parent_id_collectives_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."collectives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "collectives_parent" ON "collectives" USING btree ("parent_id");