CREATE TABLE "dismissals" (
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "dismissals_person_id_name_pk" PRIMARY KEY("person_id","name")
);
--> statement-breakpoint
CREATE TABLE "sample_runs" (
	"run" integer PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"finished" text[] DEFAULT '{}' NOT NULL,
	"progress" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reason" text,
	"standing" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "sample_run" integer;--> statement-breakpoint
ALTER TABLE "dismissals" ADD CONSTRAINT "dismissals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;