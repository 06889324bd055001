CREATE TABLE "exchange_offers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"side" text NOT NULL,
	"key_hash" text NOT NULL,
	"outpoints" text[] NOT NULL,
	"amount" bigint NOT NULL,
	"rate" integer NOT NULL,
	"closes_at" integer NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"act_id" uuid,
	"taker_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stake_payments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"producer_key" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"after_height" integer NOT NULL,
	"to_height" integer NOT NULL,
	"txid" text NOT NULL,
	"rewards" bigint NOT NULL,
	"shared" bigint NOT NULL,
	"owners" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stake_terms" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"producer_key" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"share" integer NOT NULL,
	"from_height" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "exchange_offers" ADD CONSTRAINT "exchange_offers_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exchange_offers" ADD CONSTRAINT "exchange_offers_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exchange_offers" ADD CONSTRAINT "exchange_offers_taker_id_organisations_id_fk" FOREIGN KEY ("taker_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stake_payments" ADD CONSTRAINT "stake_payments_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stake_terms" ADD CONSTRAINT "stake_terms_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "exchange_offers_closes" ON "exchange_offers" USING btree ("closes_at");--> statement-breakpoint
CREATE INDEX "exchange_offers_act" ON "exchange_offers" USING btree ("act_id");--> statement-breakpoint
CREATE UNIQUE INDEX "stake_payments_range" ON "stake_payments" USING btree ("producer_key","after_height");--> statement-breakpoint
CREATE UNIQUE INDEX "stake_terms_in_force" ON "stake_terms" USING btree ("producer_key","from_height");--> statement-breakpoint
CREATE INDEX "outputs_stakes" ON "outputs" USING btree ("created_height") WHERE "outputs"."standard" = 'stake';