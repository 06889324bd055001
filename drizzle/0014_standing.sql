CREATE TABLE "credit_evaluations" (
	"authority_id" uuid NOT NULL,
	"height" integer NOT NULL,
	"debt_key_hash" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"score" integer NOT NULL,
	"points" jsonb NOT NULL,
	"unpaid" bigint NOT NULL,
	"overdue" bigint NOT NULL,
	"bad" bigint NOT NULL,
	"received" bigint NOT NULL,
	CONSTRAINT "credit_evaluations_authority_id_height_debt_key_hash_pk" PRIMARY KEY("authority_id","height","debt_key_hash")
);
--> statement-breakpoint
CREATE TABLE "credit_notices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"height" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone,
	CONSTRAINT "credit_notices_once" UNIQUE("organisation_id","kind","about")
);
--> statement-breakpoint
CREATE TABLE "debtor_entities" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key_hash" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"registration" text NOT NULL,
	"grounds" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "debtor_entities_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
CREATE TABLE "score_answers" (
	"appeal_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"passkey_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"statements" jsonb NOT NULL,
	"height" integer NOT NULL,
	"score_before" integer NOT NULL,
	"score_after" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "score_appeals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"debt_key_hash" text NOT NULL,
	"authority_id" uuid NOT NULL,
	"term" text NOT NULL,
	"reason" text NOT NULL,
	"document" text,
	"height" integer NOT NULL,
	"score" integer NOT NULL,
	"points" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "score_appeals_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
CREATE TABLE "score_consents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"debt_key_hash" text NOT NULL,
	"authority_id" uuid NOT NULL,
	"from_height" integer NOT NULL,
	"until_height" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "score_consents_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
ALTER TABLE "credit_evaluations" ADD CONSTRAINT "credit_evaluations_authority_id_organisations_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_evaluations" ADD CONSTRAINT "credit_evaluations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_notices" ADD CONSTRAINT "credit_notices_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "debtor_entities" ADD CONSTRAINT "debtor_entities_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "debtor_entities" ADD CONSTRAINT "debtor_entities_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_answers" ADD CONSTRAINT "score_answers_appeal_id_score_appeals_id_fk" FOREIGN KEY ("appeal_id") REFERENCES "public"."score_appeals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_answers" ADD CONSTRAINT "score_answers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_answers" ADD CONSTRAINT "score_answers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_appeals" ADD CONSTRAINT "score_appeals_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_appeals" ADD CONSTRAINT "score_appeals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_appeals" ADD CONSTRAINT "score_appeals_authority_id_organisations_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_consents" ADD CONSTRAINT "score_consents_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_consents" ADD CONSTRAINT "score_consents_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_consents" ADD CONSTRAINT "score_consents_authority_id_organisations_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_notices_newest" ON "credit_notices" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "debtor_entities_key" ON "debtor_entities" USING btree ("key_hash","created_at");--> statement-breakpoint
CREATE INDEX "score_appeals_key" ON "score_appeals" USING btree ("debt_key_hash","created_at");--> statement-breakpoint
CREATE INDEX "score_appeals_authority" ON "score_appeals" USING btree ("authority_id","created_at");--> statement-breakpoint
CREATE INDEX "score_consents_key" ON "score_consents" USING btree ("debt_key_hash","until_height");--> statement-breakpoint
CREATE INDEX "score_consents_authority" ON "score_consents" USING btree ("authority_id","until_height");--> statement-breakpoint
CREATE INDEX "outputs_late" ON "outputs" USING btree ("key_hash") WHERE "outputs"."element" = 2 and "outputs"."spent_height" >= "outputs"."expiry_height";