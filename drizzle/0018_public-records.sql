CREATE TABLE "legal_persons" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key_hash" text NOT NULL,
	"registration" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "legal_persons_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
CREATE TABLE "public_records" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"registration" text NOT NULL,
	"facet" text NOT NULL,
	"source" text NOT NULL,
	"standing" text NOT NULL,
	"day" text NOT NULL,
	"reference" text NOT NULL,
	"statement" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"line" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "public_records_once" UNIQUE("organisation_id","digest","line")
);
--> statement-breakpoint
ALTER TABLE "credit_evaluations" ADD COLUMN "facets" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "legal_persons" ADD CONSTRAINT "legal_persons_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_persons" ADD CONSTRAINT "legal_persons_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_records" ADD CONSTRAINT "public_records_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "public_records" ADD CONSTRAINT "public_records_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "legal_persons_key" ON "legal_persons" USING btree ("key_hash","created_at");--> statement-breakpoint
CREATE INDEX "public_records_person" ON "public_records" USING btree ("registration","id");