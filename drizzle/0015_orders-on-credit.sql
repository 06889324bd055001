CREATE TABLE "coop_suppliers" (
	"order_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"signer_id" uuid,
	"signer_key" "bytea",
	"joined_at" timestamp with time zone,
	CONSTRAINT "coop_suppliers_order_id_organisation_id_pk" PRIMARY KEY("order_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "work_contributions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"task_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"name" text NOT NULL,
	"fingerprint" text NOT NULL,
	"note" text NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"place" integer,
	"taken_act_id" uuid,
	"paid_txid" text,
	"credit_txid" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "work_tasks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"work_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"title" text NOT NULL,
	"brief" text NOT NULL,
	"reward" bigint NOT NULL,
	"places" integer NOT NULL,
	"deadline" integer NOT NULL,
	"secret" "bytea" NOT NULL,
	"act_id" uuid NOT NULL,
	"txid" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "coop_orders" ADD COLUMN "paid_by" text DEFAULT 'pledges' NOT NULL;--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD COLUMN "secret" "bytea";--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD COLUMN "delivery_act_id" uuid;--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD COLUMN "delivery_txid" text;--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD COLUMN "lot" text;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "coop_suppliers" ADD CONSTRAINT "coop_suppliers_order_id_coop_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."coop_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coop_suppliers" ADD CONSTRAINT "coop_suppliers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_contributions" ADD CONSTRAINT "work_contributions_task_id_work_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."work_tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_contributions" ADD CONSTRAINT "work_contributions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_contributions" ADD CONSTRAINT "work_contributions_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_contributions" ADD CONSTRAINT "work_contributions_taken_act_id_acts_id_fk" FOREIGN KEY ("taken_act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_tasks" ADD CONSTRAINT "work_tasks_work_id_works_id_fk" FOREIGN KEY ("work_id") REFERENCES "public"."works"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_tasks" ADD CONSTRAINT "work_tasks_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coop_suppliers_organisation" ON "coop_suppliers" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "work_contributions_task" ON "work_contributions" USING btree ("task_id","created_at");--> statement-breakpoint
CREATE INDEX "work_contributions_organisation" ON "work_contributions" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "work_tasks_work" ON "work_tasks" USING btree ("work_id","created_at");--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD CONSTRAINT "coop_pledges_delivery_act_id_acts_id_fk" FOREIGN KEY ("delivery_act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_order_id_coop_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."coop_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_applications_order" ON "credit_applications" USING btree ("order_id");