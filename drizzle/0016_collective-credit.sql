ALTER TABLE "collective_proposals" ADD COLUMN "joined" jsonb;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD COLUMN "collective_id" uuid;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD COLUMN "proposal_id" uuid;--> statement-breakpoint
ALTER TABLE "credit_guarantees" ADD COLUMN "proposal_id" uuid;--> statement-breakpoint
ALTER TABLE "credit_guarantees" ADD COLUMN "until" integer;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_collective_id_collectives_id_fk" FOREIGN KEY ("collective_id") REFERENCES "public"."collectives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_guarantees" ADD CONSTRAINT "credit_guarantees_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "collective_proposals_txid" ON "collective_proposals" USING btree ("txid");