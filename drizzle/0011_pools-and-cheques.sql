CREATE TABLE "cheque_books" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"centre_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"leaves" integer NOT NULL,
	"amount" bigint NOT NULL,
	"expiry" integer NOT NULL,
	"txid" text NOT NULL,
	"act_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cheque_centres" (
	"organisation_id" uuid PRIMARY KEY NOT NULL,
	"secret" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cheques" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"book_id" uuid NOT NULL,
	"leaf" integer NOT NULL,
	"organisation_id" uuid NOT NULL,
	"presented_by" uuid NOT NULL,
	"payee" text NOT NULL,
	"amount" bigint NOT NULL,
	"txid" text NOT NULL,
	"step" text NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collective_loans" (
	"proposal_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"borrower" text NOT NULL,
	"amount" bigint NOT NULL,
	"price" bigint NOT NULL,
	"due" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "collective_repayments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"proposal_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"txid" text NOT NULL,
	"act_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cheque_books" ADD CONSTRAINT "cheque_books_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheque_books" ADD CONSTRAINT "cheque_books_centre_id_organisations_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheque_books" ADD CONSTRAINT "cheque_books_centre_id_cheque_centres_organisation_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."cheque_centres"("organisation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheque_books" ADD CONSTRAINT "cheque_books_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheque_centres" ADD CONSTRAINT "cheque_centres_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheques" ADD CONSTRAINT "cheques_book_id_cheque_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."cheque_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cheques" ADD CONSTRAINT "cheques_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_loans" ADD CONSTRAINT "collective_loans_proposal_id_collective_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_loans" ADD CONSTRAINT "collective_loans_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_repayments" ADD CONSTRAINT "collective_repayments_proposal_id_collective_loans_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."collective_loans"("proposal_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collective_repayments" ADD CONSTRAINT "collective_repayments_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cheque_books_organisation" ON "cheque_books" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "cheque_books_centre" ON "cheque_books" USING btree ("centre_id","created_at");--> statement-breakpoint
CREATE INDEX "cheque_books_txid" ON "cheque_books" USING btree ("txid");--> statement-breakpoint
CREATE UNIQUE INDEX "cheques_once" ON "cheques" USING btree ("book_id","leaf") WHERE "cheques"."step" <> 'refused';--> statement-breakpoint
CREATE INDEX "cheques_organisation" ON "cheques" USING btree ("organisation_id","created_at");--> statement-breakpoint
CREATE INDEX "collective_loans_borrower" ON "collective_loans" USING btree ("borrower");--> statement-breakpoint
CREATE INDEX "collective_repayments_loan" ON "collective_repayments" USING btree ("proposal_id","created_at");--> statement-breakpoint
CREATE INDEX "collective_repayments_txid" ON "collective_repayments" USING btree ("txid");