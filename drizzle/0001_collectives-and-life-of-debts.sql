CREATE TABLE "collective_members" (
	"collective_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"weight" bigint NOT NULL,
	"owner" text NOT NULL,
	"possession" "bytea" NOT NULL,
	CONSTRAINT "collective_members_collective_id_position_pk" PRIMARY KEY("collective_id","position")
);
--> statement-breakpoint
CREATE TABLE "collective_proposals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"collective_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"descriptor" "bytea" NOT NULL,
	"transaction" text NOT NULL,
	"txid" text NOT NULL,
	"named" jsonb NOT NULL,
	"outpoints" text[] NOT NULL,
	"payee" text NOT NULL,
	"amount" bigint NOT NULL,
	"closes_at" integer NOT NULL,
	"step" text NOT NULL,
	"height" integer,
	"finality" text,
	"reason" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collective_seats" (
	"height" integer NOT NULL,
	"index" integer NOT NULL,
	"position" integer NOT NULL,
	"seated_height" integer NOT NULL,
	"ledger_id" text NOT NULL,
	"key" text NOT NULL,
	"weight" bigint NOT NULL,
	"owner" text NOT NULL,
	CONSTRAINT "collective_seats_height_index_position_pk" PRIMARY KEY("height","index","position")
);
--> statement-breakpoint
CREATE TABLE "collective_versions" (
	"height" integer NOT NULL,
	"index" integer NOT NULL,
	"txid" text NOT NULL,
	"ledger_id" text NOT NULL,
	"kind" smallint NOT NULL,
	"members" integer,
	"weight" bigint NOT NULL,
	"threshold" bigint NOT NULL,
	"descriptor" "bytea" NOT NULL,
	CONSTRAINT "collective_versions_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "collective_votes" (
	"proposal_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"weight" bigint NOT NULL,
	"signatures" jsonb NOT NULL,
	"handed_in_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "collective_votes_proposal_id_position_pk" PRIMARY KEY("proposal_id","position")
);
--> statement-breakpoint
CREATE TABLE "collectives" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"ledger_id" text NOT NULL,
	"descriptor" "bytea" NOT NULL,
	"file_name" text NOT NULL,
	"step" text NOT NULL,
	"txid" text,
	"height" integer,
	"finality" text,
	"reason" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credit_notes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"root" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_notes_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
CREATE TABLE "credit_reminders" (
	"txid" text NOT NULL,
	"index" integer NOT NULL,
	"stage" text NOT NULL,
	"height" integer NOT NULL,
	"written_height" integer NOT NULL,
	CONSTRAINT "credit_reminders_txid_index_stage_pk" PRIMARY KEY("txid","index","stage")
);
--> statement-breakpoint
CREATE TABLE "credit_write_offs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"root" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"agent_key" text NOT NULL,
	"lots" text[] NOT NULL,
	"amount" bigint NOT NULL,
	"grounds" text NOT NULL,
	"refusal" text,
	"act_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_write_offs_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
ALTER TABLE "collective_members" ADD CONSTRAINT "collective_members_collective_id_collectives_id_fk" FOREIGN KEY ("collective_id") REFERENCES "public"."collectives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_proposals" ADD CONSTRAINT "collective_proposals_collective_id_collectives_id_fk" FOREIGN KEY ("collective_id") REFERENCES "public"."collectives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_votes" ADD CONSTRAINT "collective_votes_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collectives" ADD CONSTRAINT "collectives_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notes" ADD CONSTRAINT "credit_notes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_write_offs" ADD CONSTRAINT "credit_write_offs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_write_offs" ADD CONSTRAINT "credit_write_offs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_write_offs" ADD CONSTRAINT "credit_write_offs_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "collective_members_key" ON "collective_members" USING btree ("collective_id","key");--> statement-breakpoint
CREATE INDEX "collective_members_owner" ON "collective_members" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "collective_proposals_of" ON "collective_proposals" USING btree ("collective_id","created_at");--> statement-breakpoint
CREATE INDEX "collective_proposals_open" ON "collective_proposals" USING gin ("outpoints") WHERE "collective_proposals"."step" = 'open';--> statement-breakpoint
CREATE INDEX "collective_seats_owner" ON "collective_seats" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "collective_seats_seated" ON "collective_seats" USING btree ("seated_height");--> statement-breakpoint
CREATE INDEX "collective_versions_id" ON "collective_versions" USING btree ("ledger_id","height","index");--> statement-breakpoint
CREATE UNIQUE INDEX "collectives_ledger_id" ON "collectives" USING btree ("ledger_id");--> statement-breakpoint
CREATE INDEX "collectives_organisation" ON "collectives" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "credit_notes_root" ON "credit_notes" USING btree ("root","created_at");--> statement-breakpoint
CREATE INDEX "credit_reminders_written" ON "credit_reminders" USING btree ("written_height");--> statement-breakpoint
CREATE INDEX "credit_write_offs_root" ON "credit_write_offs" USING btree ("root","created_at");--> statement-breakpoint
CREATE INDEX "outputs_keyless" ON "outputs" USING btree ("standard") WHERE "outputs"."spent_height" is null and "outputs"."key_hash" is null;