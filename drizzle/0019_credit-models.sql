CREATE TABLE "credit_judgements" (
	"application_id" uuid NOT NULL,
	"model_id" uuid NOT NULL,
	"height" integer NOT NULL,
	"reasons" text[] NOT NULL,
	"act_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_judgements_application_id_model_id_pk" PRIMARY KEY("application_id","model_id")
);
--> statement-breakpoint
CREATE TABLE "credit_models" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"agent_key" text NOT NULL,
	"terms" jsonb NOT NULL,
	"total" bigint NOT NULL,
	"until_height" integer NOT NULL,
	"script" text,
	"act_id" uuid,
	"refusal" text,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_models_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
ALTER TABLE "credit_applications" ADD COLUMN "kept_act_id" uuid;--> statement-breakpoint
ALTER TABLE "credit_judgements" ADD CONSTRAINT "credit_judgements_application_id_credit_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."credit_applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_judgements" ADD CONSTRAINT "credit_judgements_model_id_credit_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."credit_models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_judgements" ADD CONSTRAINT "credit_judgements_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_models" ADD CONSTRAINT "credit_models_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_models" ADD CONSTRAINT "credit_models_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_models" ADD CONSTRAINT "credit_models_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_models" ADD CONSTRAINT "credit_models_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_judgements_act" ON "credit_judgements" USING btree ("act_id");--> statement-breakpoint
CREATE INDEX "credit_models_until" ON "credit_models" USING btree ("ended_at","until_height");--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_kept_act_id_acts_id_fk" FOREIGN KEY ("kept_act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;