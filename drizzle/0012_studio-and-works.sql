CREATE TABLE "feedback_answers" (
	"feedback_id" uuid PRIMARY KEY NOT NULL,
	"words" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "game_items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title_id" uuid NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "redeem_offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title_id" uuid NOT NULL,
	"lot" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"budget" bigint NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "redemptions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"offer_id" uuid NOT NULL,
	"title_id" uuid NOT NULL,
	"account" text NOT NULL,
	"points" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"created_by" uuid NOT NULL,
	"act_id" uuid,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reward_campaigns" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"points" bigint NOT NULL,
	"budget" bigint NOT NULL,
	"from_height" integer NOT NULL,
	"to_height" integer NOT NULL,
	"stopped_height" integer,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "title_feedback" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"stars" integer NOT NULL,
	"words" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "royalty_draws" (
	"application_id" uuid PRIMARY KEY NOT NULL,
	"line_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "royalty_forecasts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"line_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "royalty_set_offs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"part" text NOT NULL,
	"excess_statement_id" uuid NOT NULL,
	"excess_line" integer NOT NULL,
	"due_statement_id" uuid NOT NULL,
	"due_line" integer NOT NULL,
	"amount" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "record_offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"table" text NOT NULL,
	"key" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"price" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"taker_id" uuid,
	"taker_organisation_id" uuid,
	"taker_hash" text,
	"act_id" uuid,
	"txid" text,
	"payment_txid" text,
	"code" text
);
--> statement-breakpoint
DROP INDEX "royalty_lines_day";--> statement-breakpoint
DROP INDEX "royalty_statements_file";--> statement-breakpoint
ALTER TABLE "reward_points" ADD COLUMN "campaign_id" uuid;--> statement-breakpoint
ALTER TABLE "royalty_lines" ADD COLUMN "place" bigserial NOT NULL;--> statement-breakpoint
ALTER TABLE "royalty_lines" ADD COLUMN "correction" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "royalty_lines" ADD COLUMN "advanced" bigint;--> statement-breakpoint
ALTER TABLE "royalty_statements" ADD COLUMN "corrects" uuid;--> statement-breakpoint
ALTER TABLE "royalty_statements" ADD COLUMN "correction" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback_answers" ADD CONSTRAINT "feedback_answers_feedback_id_title_feedback_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."title_feedback"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_answers" ADD CONSTRAINT "feedback_answers_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "game_items" ADD CONSTRAINT "game_items_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "game_items" ADD CONSTRAINT "game_items_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "game_items" ADD CONSTRAINT "game_items_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redeem_offers" ADD CONSTRAINT "redeem_offers_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redeem_offers" ADD CONSTRAINT "redeem_offers_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_offer_id_redeem_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."redeem_offers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redemptions" ADD CONSTRAINT "redemptions_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_campaigns" ADD CONSTRAINT "reward_campaigns_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_campaigns" ADD CONSTRAINT "reward_campaigns_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title_feedback" ADD CONSTRAINT "title_feedback_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "title_feedback" ADD CONSTRAINT "title_feedback_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_draws" ADD CONSTRAINT "royalty_draws_application_id_credit_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."credit_applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_forecasts" ADD CONSTRAINT "royalty_forecasts_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_set_offs" ADD CONSTRAINT "royalty_set_offs_excess_statement_id_royalty_statements_id_fk" FOREIGN KEY ("excess_statement_id") REFERENCES "public"."royalty_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_set_offs" ADD CONSTRAINT "royalty_set_offs_due_statement_id_royalty_statements_id_fk" FOREIGN KEY ("due_statement_id") REFERENCES "public"."royalty_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_offers" ADD CONSTRAINT "record_offers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_offers" ADD CONSTRAINT "record_offers_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_offers" ADD CONSTRAINT "record_offers_taker_id_people_id_fk" FOREIGN KEY ("taker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_offers" ADD CONSTRAINT "record_offers_taker_organisation_id_organisations_id_fk" FOREIGN KEY ("taker_organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_offers" ADD CONSTRAINT "record_offers_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "game_items_title" ON "game_items" USING btree ("title_id","created_at");--> statement-breakpoint
CREATE INDEX "redeem_offers_title" ON "redeem_offers" USING btree ("title_id","created_at");--> statement-breakpoint
CREATE INDEX "redemptions_title" ON "redemptions" USING btree ("title_id","created_at");--> statement-breakpoint
CREATE INDEX "redemptions_account" ON "redemptions" USING btree ("account","title_id");--> statement-breakpoint
CREATE INDEX "reward_campaigns_title" ON "reward_campaigns" USING btree ("title_id");--> statement-breakpoint
CREATE UNIQUE INDEX "title_feedback_once" ON "title_feedback" USING btree ("title_id","person_id");--> statement-breakpoint
CREATE INDEX "royalty_draws_line" ON "royalty_draws" USING btree ("line_id");--> statement-breakpoint
CREATE INDEX "royalty_forecasts_line" ON "royalty_forecasts" USING btree ("line_id","created_at");--> statement-breakpoint
CREATE INDEX "royalty_set_offs_excess" ON "royalty_set_offs" USING btree ("excess_statement_id","excess_line");--> statement-breakpoint
CREATE INDEX "royalty_set_offs_due" ON "royalty_set_offs" USING btree ("due_statement_id","due_line");--> statement-breakpoint
CREATE INDEX "record_offers_pair" ON "record_offers" USING btree ("table","key","created_at");--> statement-breakpoint
CREATE INDEX "record_offers_code" ON "record_offers" USING btree ("code");--> statement-breakpoint
ALTER TABLE "reward_points" ADD CONSTRAINT "reward_points_campaign_id_reward_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."reward_campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "royalty_statements_corrects" ON "royalty_statements" USING btree ("corrects","correction");--> statement-breakpoint
CREATE UNIQUE INDEX "royalty_lines_day" ON "royalty_lines" USING btree ("line_id","day","correction");--> statement-breakpoint
CREATE UNIQUE INDEX "royalty_statements_file" ON "royalty_statements" USING btree ("organisation_id","digest","correction");