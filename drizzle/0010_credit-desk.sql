CREATE TABLE "credit_guarantees" (
	"application_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"reference" text NOT NULL,
	"description" text NOT NULL,
	"cover" bigint NOT NULL,
	CONSTRAINT "credit_guarantees_application_id_position_pk" PRIMARY KEY("application_id","position")
);
--> statement-breakpoint
CREATE TABLE "credit_overrules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"passkey_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"cover" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"advised" bigint NOT NULL,
	"over" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credit_transfers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"root" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"lots" text[] NOT NULL,
	"amount" bigint NOT NULL,
	"to_key_hash" text NOT NULL,
	"grounds" text NOT NULL,
	"step" text NOT NULL,
	"reason" text,
	"act_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_transfers_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
ALTER TABLE "credit_guarantees" ADD CONSTRAINT "credit_guarantees_application_id_credit_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."credit_applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transfers" ADD CONSTRAINT "credit_transfers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transfers" ADD CONSTRAINT "credit_transfers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transfers" ADD CONSTRAINT "credit_transfers_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_guarantees_thing" ON "credit_guarantees" USING btree ("kind","reference");--> statement-breakpoint
CREATE INDEX "credit_overrules_application" ON "credit_overrules" USING btree ("application_id","created_at");--> statement-breakpoint
CREATE INDEX "credit_transfers_root" ON "credit_transfers" USING btree ("root","created_at");