CREATE TABLE "channel_modules" (
	"organisation_id" uuid NOT NULL,
	"module" text NOT NULL,
	"is_on" boolean NOT NULL,
	"changed_by" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "channel_modules_organisation_id_module_pk" PRIMARY KEY("organisation_id","module")
);
--> statement-breakpoint
CREATE TABLE "reward_files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"brought_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reward_points" (
	"organisation_id" uuid NOT NULL,
	"event" text NOT NULL,
	"reason" text NOT NULL,
	"title_id" uuid NOT NULL,
	"account" text NOT NULL,
	"points" bigint NOT NULL,
	"file_id" uuid NOT NULL,
	CONSTRAINT "reward_points_organisation_id_event_reason_pk" PRIMARY KEY("organisation_id","event","reason")
);
--> statement-breakpoint
CREATE TABLE "roadmap_ideas" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title_id" uuid NOT NULL,
	"text" text NOT NULL,
	"created_by" uuid NOT NULL,
	"closes_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "roadmap_votes" (
	"idea_id" uuid NOT NULL,
	"account" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "roadmap_votes_idea_id_account_pk" PRIMARY KEY("idea_id","account")
);
--> statement-breakpoint
CREATE TABLE "trial_offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"title_id" uuid NOT NULL,
	"price" bigint NOT NULL,
	"days" integer NOT NULL,
	"account" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trials" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"offer_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"price" bigint NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"act_id" uuid,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "channel_modules" ADD CONSTRAINT "channel_modules_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_modules" ADD CONSTRAINT "channel_modules_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_files" ADD CONSTRAINT "reward_files_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_files" ADD CONSTRAINT "reward_files_brought_by_people_id_fk" FOREIGN KEY ("brought_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_points" ADD CONSTRAINT "reward_points_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_points" ADD CONSTRAINT "reward_points_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_points" ADD CONSTRAINT "reward_points_file_id_reward_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."reward_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roadmap_ideas" ADD CONSTRAINT "roadmap_ideas_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roadmap_ideas" ADD CONSTRAINT "roadmap_ideas_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roadmap_votes" ADD CONSTRAINT "roadmap_votes_idea_id_roadmap_ideas_id_fk" FOREIGN KEY ("idea_id") REFERENCES "public"."roadmap_ideas"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial_offers" ADD CONSTRAINT "trial_offers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial_offers" ADD CONSTRAINT "trial_offers_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trial_offers" ADD CONSTRAINT "trial_offers_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_offer_id_trial_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."trial_offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reward_files_file" ON "reward_files" USING btree ("organisation_id","digest");--> statement-breakpoint
CREATE INDEX "reward_points_account" ON "reward_points" USING btree ("account","title_id");--> statement-breakpoint
CREATE INDEX "roadmap_ideas_title" ON "roadmap_ideas" USING btree ("title_id");--> statement-breakpoint
CREATE UNIQUE INDEX "trial_offers_title" ON "trial_offers" USING btree ("organisation_id","title_id");--> statement-breakpoint
CREATE UNIQUE INDEX "trials_once" ON "trials" USING btree ("offer_id","person_id");