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
ALTER TABLE "credit_write_offs" ADD CONSTRAINT "credit_write_offs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_write_offs" ADD CONSTRAINT "credit_write_offs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_write_offs" ADD CONSTRAINT "credit_write_offs_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_reminders_written" ON "credit_reminders" USING btree ("written_height");--> statement-breakpoint
CREATE INDEX "credit_write_offs_root" ON "credit_write_offs" USING btree ("root","created_at");--> statement-breakpoint
CREATE INDEX "outputs_keyless" ON "outputs" USING btree ("standard") WHERE "outputs"."spent_height" is null and "outputs"."key_hash" is null;