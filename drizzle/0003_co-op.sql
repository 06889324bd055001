CREATE TABLE "coop_orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"title" text NOT NULL,
	"buyer" text NOT NULL,
	"contracts" jsonb NOT NULL,
	"need" bigint NOT NULL,
	"deadline" integer NOT NULL,
	"secret" "bytea" NOT NULL,
	"signer_id" uuid NOT NULL,
	"signer_key" "bytea" NOT NULL,
	"step" text NOT NULL,
	"is_closed" boolean DEFAULT false NOT NULL,
	"act_id" uuid,
	"txid" text,
	"height" integer,
	"finality" text,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coop_pledges" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"order_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"amount" bigint NOT NULL,
	"txid" text NOT NULL,
	"act_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "epcis_documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"created_at_source" text NOT NULL,
	"events" integer NOT NULL,
	"signer_id" uuid NOT NULL,
	"signer_key" "bytea" NOT NULL,
	"step" text NOT NULL,
	"act_id" uuid,
	"txid" text,
	"height" integer,
	"finality" text,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "epcis_events" (
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"event" text NOT NULL,
	CONSTRAINT "epcis_events_document_id_position_pk" PRIMARY KEY("document_id","position")
);
--> statement-breakpoint
CREATE TABLE "epcis_things" (
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"thing" text NOT NULL,
	"part" text NOT NULL,
	CONSTRAINT "epcis_things_document_id_position_thing_part_pk" PRIMARY KEY("document_id","position","thing","part")
);
--> statement-breakpoint
ALTER TABLE "credit_applications" ADD COLUMN "payee" text;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD COLUMN "payee_name" text;--> statement-breakpoint
ALTER TABLE "coop_orders" ADD CONSTRAINT "coop_orders_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD CONSTRAINT "coop_pledges_order_id_coop_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."coop_orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD CONSTRAINT "coop_pledges_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coop_pledges" ADD CONSTRAINT "coop_pledges_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "epcis_documents" ADD CONSTRAINT "epcis_documents_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "epcis_events" ADD CONSTRAINT "epcis_events_document_id_epcis_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."epcis_documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "epcis_things" ADD CONSTRAINT "epcis_things_document_id_epcis_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."epcis_documents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coop_orders_organisation" ON "coop_orders" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "coop_orders_open" ON "coop_orders" USING btree ("step","is_closed");--> statement-breakpoint
CREATE INDEX "coop_pledges_order" ON "coop_pledges" USING btree ("order_id","created_at");--> statement-breakpoint
CREATE INDEX "coop_pledges_txid" ON "coop_pledges" USING btree ("txid");--> statement-breakpoint
CREATE UNIQUE INDEX "epcis_documents_file" ON "epcis_documents" USING btree ("organisation_id","digest");--> statement-breakpoint
CREATE INDEX "epcis_things_thing" ON "epcis_things" USING btree ("thing");