CREATE TABLE "royalty_advances" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"line_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"txid" text NOT NULL,
	"act_id" uuid NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "royalty_contracts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"line_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title_id" uuid NOT NULL,
	"terms" jsonb NOT NULL,
	"step" text NOT NULL,
	"act_id" uuid,
	"txid" text,
	"height" integer,
	"finality" text,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "royalty_contracts_version" UNIQUE("line_id","version")
);
--> statement-breakpoint
CREATE TABLE "royalty_dues" (
	"statement_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"part" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	"day" date NOT NULL,
	"due_day" date NOT NULL,
	"act_id" uuid,
	"application_id" uuid,
	CONSTRAINT "royalty_dues_statement_id_line_part_pk" PRIMARY KEY("statement_id","line","part")
);
--> statement-breakpoint
CREATE TABLE "royalty_lines" (
	"statement_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"contract_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"day" date NOT NULL,
	"units" bigint NOT NULL,
	"gross" bigint NOT NULL,
	"refunds" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"net" bigint NOT NULL,
	"studio" bigint NOT NULL,
	"publisher" bigint NOT NULL,
	"channel" bigint NOT NULL,
	"entitled" bigint NOT NULL,
	"topped_up" bigint NOT NULL,
	"recouped" bigint NOT NULL,
	CONSTRAINT "royalty_lines_statement_id_line_pk" PRIMARY KEY("statement_id","line")
);
--> statement-breakpoint
CREATE TABLE "royalty_parties" (
	"contract_id" uuid NOT NULL,
	"part" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"account" text,
	"signer_id" uuid,
	"signer_key" "bytea",
	"joined_at" timestamp with time zone,
	CONSTRAINT "royalty_parties_contract_id_part_pk" PRIMARY KEY("contract_id","part")
);
--> statement-breakpoint
CREATE TABLE "royalty_statements" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"brought_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "studio_titles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "studio_titles_code_unique" UNIQUE("code")
);
--> statement-breakpoint
ALTER TABLE "royalty_advances" ADD CONSTRAINT "royalty_advances_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_advances" ADD CONSTRAINT "royalty_advances_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_contracts" ADD CONSTRAINT "royalty_contracts_title_id_studio_titles_id_fk" FOREIGN KEY ("title_id") REFERENCES "public"."studio_titles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_contracts" ADD CONSTRAINT "royalty_contracts_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_dues" ADD CONSTRAINT "royalty_dues_statement_id_royalty_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."royalty_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_dues" ADD CONSTRAINT "royalty_dues_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_dues" ADD CONSTRAINT "royalty_dues_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_dues" ADD CONSTRAINT "royalty_dues_application_id_credit_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."credit_applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_lines" ADD CONSTRAINT "royalty_lines_statement_id_royalty_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."royalty_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_lines" ADD CONSTRAINT "royalty_lines_contract_id_royalty_contracts_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."royalty_contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_parties" ADD CONSTRAINT "royalty_parties_contract_id_royalty_contracts_id_fk" FOREIGN KEY ("contract_id") REFERENCES "public"."royalty_contracts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_parties" ADD CONSTRAINT "royalty_parties_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_parties" ADD CONSTRAINT "royalty_parties_signer_id_people_id_fk" FOREIGN KEY ("signer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_statements" ADD CONSTRAINT "royalty_statements_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "royalty_statements" ADD CONSTRAINT "royalty_statements_brought_by_people_id_fk" FOREIGN KEY ("brought_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studio_titles" ADD CONSTRAINT "studio_titles_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studio_titles" ADD CONSTRAINT "studio_titles_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "royalty_advances_line" ON "royalty_advances" USING btree ("line_id");--> statement-breakpoint
CREATE INDEX "royalty_contracts_title" ON "royalty_contracts" USING btree ("title_id");--> statement-breakpoint
CREATE INDEX "royalty_dues_organisation" ON "royalty_dues" USING btree ("organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "royalty_lines_day" ON "royalty_lines" USING btree ("line_id","day");--> statement-breakpoint
CREATE INDEX "royalty_lines_contract" ON "royalty_lines" USING btree ("contract_id");--> statement-breakpoint
CREATE INDEX "royalty_parties_organisation" ON "royalty_parties" USING btree ("organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "royalty_statements_file" ON "royalty_statements" USING btree ("organisation_id","digest");