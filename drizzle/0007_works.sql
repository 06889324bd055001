CREATE TABLE "licence_sales" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"work_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"terms" jsonb NOT NULL,
	"price" bigint NOT NULL,
	"reward" bigint NOT NULL,
	"count" integer NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "licences" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sale_id" uuid NOT NULL,
	"unit" integer NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"sharer" text,
	"code" text NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"record_txid" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_drafts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"work_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"note" text NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_points" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"event" text NOT NULL,
	"work_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"points" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "work_points_event_unique" UNIQUE("event")
);
--> statement-breakpoint
CREATE TABLE "work_reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"work_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"stars" integer NOT NULL,
	"words" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_tips" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"work_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"note" text NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "works" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"title" text NOT NULL,
	"field" text NOT NULL,
	"key_hash" text NOT NULL,
	"review_points" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "coop_orders" ADD COLUMN "work_id" uuid;--> statement-breakpoint
ALTER TABLE "licence_sales" ADD CONSTRAINT "licence_sales_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licence_sales" ADD CONSTRAINT "licence_sales_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licences" ADD CONSTRAINT "licences_sale_id_licence_sales_id_fk" FOREIGN KEY ("sale_id") REFERENCES "public"."licence_sales"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licences" ADD CONSTRAINT "licences_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "licences" ADD CONSTRAINT "licences_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_drafts" ADD CONSTRAINT "work_drafts_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_drafts" ADD CONSTRAINT "work_drafts_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_points" ADD CONSTRAINT "work_points_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_points" ADD CONSTRAINT "work_points_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_reviews" ADD CONSTRAINT "work_reviews_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_reviews" ADD CONSTRAINT "work_reviews_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_tips" ADD CONSTRAINT "work_tips_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_tips" ADD CONSTRAINT "work_tips_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_tips" ADD CONSTRAINT "work_tips_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "works" ADD CONSTRAINT "works_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "licence_sales_work" ON "licence_sales" USING btree ("work_id","created_at");--> statement-breakpoint
CREATE INDEX "licences_sale" ON "licences" USING btree ("sale_id","unit");--> statement-breakpoint
CREATE INDEX "licences_code" ON "licences" USING btree ("code");--> statement-breakpoint
CREATE INDEX "licences_organisation" ON "licences" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "work_drafts_work" ON "work_drafts" USING btree ("work_id","created_at");--> statement-breakpoint
CREATE INDEX "work_drafts_print" ON "work_drafts" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "work_points_person" ON "work_points" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "work_reviews_once" ON "work_reviews" USING btree ("work_id","created_by");--> statement-breakpoint
CREATE INDEX "work_tips_work" ON "work_tips" USING btree ("work_id","created_at");--> statement-breakpoint
CREATE INDEX "works_organisation" ON "works" USING btree ("organisation_id","created_at");--> statement-breakpoint
ALTER TABLE "coop_orders" ADD CONSTRAINT "coop_orders_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coop_orders_work" ON "coop_orders" USING btree ("work_id");