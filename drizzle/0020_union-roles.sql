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
ALTER TABLE "union_role_changes" ADD CONSTRAINT "union_role_changes_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;