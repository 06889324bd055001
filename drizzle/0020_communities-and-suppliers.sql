CREATE TABLE "supplier_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_zh" text NOT NULL,
	"grounds" text NOT NULL,
	"step" text NOT NULL,
	"founded_id" uuid,
	"reason" text,
	"created_by" uuid NOT NULL,
	"decided_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "union_role_changes" (
	"proposal_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"owner" text NOT NULL,
	"key" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "union_role_changes_proposal_id_position_pk" PRIMARY KEY("proposal_id","position")
);
--> statement-breakpoint
ALTER TABLE "supplier_requests" ADD CONSTRAINT "supplier_requests_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "supplier_requests" ADD CONSTRAINT "supplier_requests_founded_id_organisations_id_fk" FOREIGN KEY ("founded_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "union_role_changes" ADD CONSTRAINT "union_role_changes_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "supplier_requests_of" ON "supplier_requests" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "supplier_requests_step" ON "supplier_requests" USING btree ("step","created_at");