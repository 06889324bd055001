CREATE TABLE "blocks" (
	"height" integer PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"prev_hash" text NOT NULL,
	"time" integer NOT NULL,
	"producer_key" text NOT NULL,
	"state_hash" text NOT NULL,
	"configuration_id" text NOT NULL,
	"size" integer NOT NULL,
	"transactions" integer NOT NULL,
	"fees" bigint NOT NULL,
	"circulating_value" bigint NOT NULL,
	"locked_value" bigint NOT NULL,
	"debt" bigint NOT NULL,
	"credit_reserve" bigint NOT NULL,
	CONSTRAINT "blocks_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "inputs" (
	"txid" text NOT NULL,
	"index" integer NOT NULL,
	"height" integer NOT NULL,
	"output_txid" text NOT NULL,
	"output_index" integer NOT NULL,
	"reads" boolean NOT NULL,
	CONSTRAINT "inputs_height_txid_index_pk" PRIMARY KEY("height","txid","index")
);
--> statement-breakpoint
CREATE TABLE "outputs" (
	"txid" text NOT NULL,
	"index" integer NOT NULL,
	"layer" smallint NOT NULL,
	"kind" smallint NOT NULL,
	"element" smallint NOT NULL,
	"amount" bigint NOT NULL,
	"script" "bytea" NOT NULL,
	"standard" text,
	"key_hash" text,
	"expiry_height" integer,
	"created_height" integer NOT NULL,
	"spent_by" text,
	"spent_height" integer,
	CONSTRAINT "outputs_txid_index_pk" PRIMARY KEY("txid","index")
);
--> statement-breakpoint
CREATE TABLE "projection_cursor" (
	"id" integer PRIMARY KEY NOT NULL,
	"network" text NOT NULL,
	"height" integer NOT NULL,
	"hash" text NOT NULL,
	"head_height" integer NOT NULL,
	"justified_height" integer NOT NULL,
	"final_height" integer NOT NULL,
	"parameters" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "records" (
	"height" integer NOT NULL,
	"index" integer NOT NULL,
	"txid" text NOT NULL,
	"table" text NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"newest" boolean NOT NULL,
	CONSTRAINT "records_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"height" integer NOT NULL,
	"index" integer NOT NULL,
	"txid" text NOT NULL,
	"wtxid" text NOT NULL,
	"kind" smallint NOT NULL,
	"layer" smallint NOT NULL,
	"bundle" text NOT NULL,
	"fee" bigint NOT NULL,
	"premium" bigint NOT NULL,
	"lock_time" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "transactions_height_index_pk" PRIMARY KEY("height","index")
);
--> statement-breakpoint
CREATE TABLE "admissions" (
	"subject" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"salt" "bytea",
	"submission_id" uuid,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credit_applications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"command_key" uuid DEFAULT gen_random_uuid() NOT NULL,
	"import_id" uuid,
	"line" integer,
	"reference" text,
	"account_id" text NOT NULL,
	"debt_key_hash" text NOT NULL,
	"amount" bigint NOT NULL,
	"term_blocks" integer NOT NULL,
	"lots" integer NOT NULL,
	"purpose" text NOT NULL,
	"guarantee" text NOT NULL,
	"step" text DEFAULT 'applied' NOT NULL,
	"reason" text,
	"authority_id" uuid,
	"act_id" uuid,
	"txid" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_applications_once" UNIQUE("organisation_id","command_key")
);
--> statement-breakpoint
CREATE TABLE "credit_import_parts" (
	"import_id" uuid NOT NULL,
	"part" integer NOT NULL,
	"rows" jsonb NOT NULL,
	CONSTRAINT "credit_import_parts_import_id_part_pk" PRIMARY KEY("import_id","part")
);
--> statement-breakpoint
CREATE TABLE "credit_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"readings" jsonb NOT NULL,
	"set_aside" jsonb NOT NULL,
	"count" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credit_imports_file" UNIQUE("organisation_id","digest")
);
--> statement-breakpoint
CREATE TABLE "certificate_parts" (
	"height" integer NOT NULL,
	"index" integer NOT NULL,
	"part" text NOT NULL,
	"txid" text NOT NULL,
	"issue" text NOT NULL,
	"parent" text NOT NULL,
	"holding" text NOT NULL,
	"station" text NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"holder" text NOT NULL,
	"signer" text NOT NULL,
	CONSTRAINT "certificate_parts_height_index_part_pk" PRIMARY KEY("height","index","part")
);
--> statement-breakpoint
CREATE TABLE "certificate_ranges" (
	"holding" text PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"station" text NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"from_period" text NOT NULL,
	"to_period" text NOT NULL,
	"holder_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_transfers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"holding" text NOT NULL,
	"import_id" uuid NOT NULL,
	"station" text NOT NULL,
	"first" bigint NOT NULL,
	"last" bigint NOT NULL,
	"given" bigint NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
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
CREATE TABLE "meter_imports" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"centre_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"readings" integer NOT NULL,
	"set_aside" jsonb NOT NULL,
	"state" text NOT NULL,
	"issued" bigint,
	"record_value" "bytea",
	"txid" text,
	"height" integer,
	"finality" text,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid NOT NULL,
	"issued_at" timestamp with time zone,
	CONSTRAINT "meter_imports_file" UNIQUE("centre_id","digest")
);
--> statement-breakpoint
CREATE TABLE "meter_readings" (
	"station" text NOT NULL,
	"period" text NOT NULL,
	"energy" numeric(48,0) NOT NULL,
	"import_id" uuid NOT NULL,
	CONSTRAINT "meter_readings_station_period_pk" PRIMARY KEY("station","period")
);
--> statement-breakpoint
CREATE TABLE "stations" (
	"station" text PRIMARY KEY NOT NULL,
	"centre_id" uuid NOT NULL,
	"carry" numeric(48,0) NOT NULL,
	"next_serial" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"request_id" text NOT NULL,
	"procedure" text NOT NULL,
	"decision" text NOT NULL,
	"code" text NOT NULL,
	"person_id" uuid,
	"organisation_id" uuid,
	"role" text,
	"passkey_id" uuid,
	"sheet_hash" text,
	"subject" text,
	"ledger_height" bigint
);
--> statement-breakpoint
CREATE TABLE "challenges" (
	"challenge" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"session_hash" "bytea" NOT NULL,
	"person_id" uuid,
	"facts" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"organisation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"is_admin" boolean DEFAULT false NOT NULL,
	"person_id" uuid,
	"invited_by" uuid,
	"valid_from" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "invitations_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"role" text NOT NULL,
	"is_admin" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "memberships_once" UNIQUE("person_id","organisation_id","role")
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"name_zh" text NOT NULL,
	"roles" text[] NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"sample_run" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organisations_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"act_key" "bytea",
	"counter" bigint NOT NULL,
	"backup_eligible" boolean NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text[] NOT NULL,
	"aaguid" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id"),
	CONSTRAINT "passkeys_act_key_unique" UNIQUE("act_key")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"user_handle" "bytea" NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_user_handle_unique" UNIQUE("user_handle")
);
--> statement-breakpoint
CREATE TABLE "readmissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "sealed_seeds" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"credential_id" text NOT NULL,
	"ciphertext" "bytea" NOT NULL,
	"salt" "bytea" NOT NULL,
	"account_id" "bytea" NOT NULL,
	"xpub" text,
	"debt_key_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sealed_seeds_once" UNIQUE("person_id","account_id","credential_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" "bytea" PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"passkey_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"step_up_for" text,
	"step_up_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "act_declines" (
	"act_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"keys" text[] NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "act_declines_act_id_person_id_pk" PRIMARY KEY("act_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "acts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"transactions" jsonb NOT NULL,
	"named" jsonb NOT NULL,
	"outpoints" text[] DEFAULT '{}' NOT NULL,
	"required" jsonb NOT NULL,
	"signatures" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"submission_id" uuid,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"tenant" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"result" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "commands_tenant_key_pk" PRIMARY KEY("tenant","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"topic" text NOT NULL,
	"payload" jsonb NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dispatched_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	CONSTRAINT "outbox_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"transactions" jsonb NOT NULL,
	"txids" text[] NOT NULL,
	"outpoints" text[] DEFAULT '{}' NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"refusal" jsonb,
	"height" integer,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "right_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"issuer_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"digest" text NOT NULL,
	"format" text NOT NULL,
	"encoding" text NOT NULL,
	"count" integer NOT NULL,
	"set_aside" jsonb NOT NULL,
	"step" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid NOT NULL,
	"appraiser_id" uuid,
	"report" text,
	"value" bigint,
	"appraised_at" timestamp with time zone,
	"centre_id" uuid,
	"certifier_id" uuid,
	"certifier_key" "bytea",
	"act_id" uuid,
	"record_value" "bytea",
	"txid" text,
	"height" integer,
	"finality" text,
	"reason" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rights" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"line" integer NOT NULL,
	"code" text NOT NULL,
	"issuer_id" uuid NOT NULL,
	"accession" text NOT NULL,
	"title" text NOT NULL,
	"creators" text[] NOT NULL,
	"dated" text NOT NULL,
	"medium" text NOT NULL,
	"source" text NOT NULL,
	"legal_owner" text NOT NULL,
	"uses" text[] NOT NULL,
	"evidence" text NOT NULL,
	"content_hash" text NOT NULL,
	"likeness" text DEFAULT '' NOT NULL,
	"fingerprint" text NOT NULL,
	"declined" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE "settlement_batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"file_name" text NOT NULL,
	"format" text NOT NULL,
	"encoding" text NOT NULL,
	"brought_by" uuid NOT NULL,
	"step" text DEFAULT 'checked' NOT NULL,
	"obligations" integer NOT NULL,
	"set_aside" integer NOT NULL,
	"below_unit" integer NOT NULL,
	"pairs" integer DEFAULT 0 NOT NULL,
	"gross" bigint DEFAULT 0 NOT NULL,
	"bilateral" bigint DEFAULT 0 NOT NULL,
	"multilateral" bigint DEFAULT 0 NOT NULL,
	"report_root" text,
	"approver" uuid,
	"approver_key" text,
	"commitment" text,
	"commitment_submission_id" uuid,
	"act_id" uuid,
	"submission_id" uuid,
	"fee" bigint DEFAULT 0 NOT NULL,
	"height" integer,
	"reason" text,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlement_legs" (
	"batch_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"txid" text NOT NULL,
	"transaction" "bytea" NOT NULL,
	"held" jsonb NOT NULL,
	CONSTRAINT "settlement_legs_batch_id_number_pk" PRIMARY KEY("batch_id","number")
);
--> statement-breakpoint
CREATE TABLE "settlement_lines" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"entry" text NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settlement_lines_once" UNIQUE("organisation_id","entry","account")
);
--> statement-breakpoint
CREATE TABLE "settlement_obligations" (
	"batch_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"debtor" text NOT NULL,
	"creditor" text NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "settlement_obligations_batch_id_reference_pk" PRIMARY KEY("batch_id","reference")
);
--> statement-breakpoint
CREATE TABLE "settlement_participants" (
	"organisation_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settlement_participants_organisation_id_code_pk" PRIMARY KEY("organisation_id","code")
);
--> statement-breakpoint
CREATE TABLE "settlement_positions" (
	"batch_id" uuid NOT NULL,
	"party" text NOT NULL,
	"amount" bigint NOT NULL,
	"paid_to" text,
	CONSTRAINT "settlement_positions_batch_id_party_pk" PRIMARY KEY("batch_id","party")
);
--> statement-breakpoint
CREATE TABLE "settlement_set_aside" (
	"batch_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"code" text NOT NULL,
	"column" text,
	"facts" jsonb,
	CONSTRAINT "settlement_set_aside_batch_id_line_code_pk" PRIMARY KEY("batch_id","line","code")
);
--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_import_id_credit_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."credit_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_authority_id_organisations_id_fk" FOREIGN KEY ("authority_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_applications" ADD CONSTRAINT "credit_applications_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_import_parts" ADD CONSTRAINT "credit_import_parts_import_id_credit_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."credit_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_imports" ADD CONSTRAINT "credit_imports_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_imports" ADD CONSTRAINT "credit_imports_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_ranges" ADD CONSTRAINT "certificate_ranges_import_id_meter_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."meter_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_ranges" ADD CONSTRAINT "certificate_ranges_holder_id_organisations_id_fk" FOREIGN KEY ("holder_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_transfers" ADD CONSTRAINT "certificate_transfers_import_id_meter_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."meter_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_transfers" ADD CONSTRAINT "certificate_transfers_from_id_organisations_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_transfers" ADD CONSTRAINT "certificate_transfers_to_id_organisations_id_fk" FOREIGN KEY ("to_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meter_imports" ADD CONSTRAINT "meter_imports_centre_id_organisations_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meter_readings" ADD CONSTRAINT "meter_readings_import_id_meter_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."meter_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stations" ADD CONSTRAINT "stations_centre_id_organisations_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenges" ADD CONSTRAINT "challenges_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_people_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readmissions" ADD CONSTRAINT "readmissions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readmissions" ADD CONSTRAINT "readmissions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readmissions" ADD CONSTRAINT "readmissions_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readmissions" ADD CONSTRAINT "readmissions_approved_by_people_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_seeds" ADD CONSTRAINT "sealed_seeds_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_seeds" ADD CONSTRAINT "sealed_seeds_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_membership_id_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."memberships"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_passkey_id_passkeys_id_fk" FOREIGN KEY ("passkey_id") REFERENCES "public"."passkeys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "act_declines" ADD CONSTRAINT "act_declines_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acts" ADD CONSTRAINT "acts_submission_id_submissions_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submissions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_batches" ADD CONSTRAINT "right_batches_issuer_id_organisations_id_fk" FOREIGN KEY ("issuer_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_batches" ADD CONSTRAINT "right_batches_appraiser_id_organisations_id_fk" FOREIGN KEY ("appraiser_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_batches" ADD CONSTRAINT "right_batches_centre_id_organisations_id_fk" FOREIGN KEY ("centre_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rights" ADD CONSTRAINT "rights_batch_id_right_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."right_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dismissals" ADD CONSTRAINT "dismissals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_batches" ADD CONSTRAINT "settlement_batches_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_batches" ADD CONSTRAINT "settlement_batches_brought_by_people_id_fk" FOREIGN KEY ("brought_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_batches" ADD CONSTRAINT "settlement_batches_approver_people_id_fk" FOREIGN KEY ("approver") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_batches" ADD CONSTRAINT "settlement_batches_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_legs" ADD CONSTRAINT "settlement_legs_batch_id_settlement_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."settlement_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_lines" ADD CONSTRAINT "settlement_lines_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_obligations" ADD CONSTRAINT "settlement_obligations_batch_id_settlement_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."settlement_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_participants" ADD CONSTRAINT "settlement_participants_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_positions" ADD CONSTRAINT "settlement_positions_batch_id_settlement_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."settlement_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlement_set_aside" ADD CONSTRAINT "settlement_set_aside_batch_id_settlement_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."settlement_batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "blocks_time" ON "blocks" USING btree ("time");--> statement-breakpoint
CREATE INDEX "inputs_output" ON "inputs" USING btree ("output_txid","output_index");--> statement-breakpoint
CREATE INDEX "inputs_txid" ON "inputs" USING btree ("txid");--> statement-breakpoint
CREATE INDEX "outputs_unspent_key" ON "outputs" USING btree ("key_hash","element","layer") WHERE "outputs"."spent_height" is null;--> statement-breakpoint
CREATE INDEX "outputs_key" ON "outputs" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "outputs_debts" ON "outputs" USING btree ("expiry_height") WHERE "outputs"."element" = 2 and "outputs"."spent_height" is null;--> statement-breakpoint
CREATE INDEX "outputs_created" ON "outputs" USING btree ("created_height");--> statement-breakpoint
CREATE INDEX "outputs_spent" ON "outputs" USING btree ("spent_height");--> statement-breakpoint
CREATE INDEX "outputs_spent_by" ON "outputs" USING btree ("spent_by");--> statement-breakpoint
CREATE INDEX "records_pair" ON "records" USING btree ("table","key","height");--> statement-breakpoint
CREATE INDEX "records_newest" ON "records" USING btree ("table","key") WHERE "records"."newest";--> statement-breakpoint
CREATE INDEX "records_txid" ON "records" USING btree ("txid");--> statement-breakpoint
CREATE INDEX "transactions_txid" ON "transactions" USING btree ("txid");--> statement-breakpoint
CREATE INDEX "transactions_kind" ON "transactions" USING btree ("kind","height");--> statement-breakpoint
CREATE INDEX "credit_applications_step" ON "credit_applications" USING btree ("step","created_at");--> statement-breakpoint
CREATE INDEX "credit_applications_act" ON "credit_applications" USING btree ("act_id");--> statement-breakpoint
CREATE INDEX "credit_applications_newest" ON "credit_applications" USING btree ("created_at","line");--> statement-breakpoint
CREATE INDEX "credit_applications_import" ON "credit_applications" USING btree ("import_id");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_applications_reference" ON "credit_applications" USING btree ("organisation_id","reference") WHERE "credit_applications"."step" not in ('declined', 'withdrawn');--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_parts_holding" ON "certificate_parts" USING btree ("issue","holding");--> statement-breakpoint
CREATE INDEX "certificate_parts_parent" ON "certificate_parts" USING btree ("issue","parent");--> statement-breakpoint
CREATE INDEX "certificate_parts_serial" ON "certificate_parts" USING btree ("station","first");--> statement-breakpoint
CREATE INDEX "certificate_parts_holder" ON "certificate_parts" USING btree ("holder");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_ranges_issued" ON "certificate_ranges" USING btree ("station","first");--> statement-breakpoint
CREATE INDEX "certificate_ranges_serial" ON "certificate_ranges" USING btree ("station","first","last");--> statement-breakpoint
CREATE INDEX "certificate_ranges_import" ON "certificate_ranges" USING btree ("import_id","position");--> statement-breakpoint
CREATE INDEX "certificate_ranges_holder" ON "certificate_ranges" USING btree ("holder_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_transfers_live" ON "certificate_transfers" USING btree ("holding") WHERE "certificate_transfers"."step" in ('prepared', 'moved');--> statement-breakpoint
CREATE INDEX "certificate_transfers_from" ON "certificate_transfers" USING btree ("from_id","created_at");--> statement-breakpoint
CREATE INDEX "certificate_transfers_to" ON "certificate_transfers" USING btree ("to_id","created_at");--> statement-breakpoint
CREATE INDEX "meter_readings_import" ON "meter_readings" USING btree ("import_id");--> statement-breakpoint
CREATE INDEX "audit_log_organisation" ON "audit_log" USING btree ("organisation_id","id");--> statement-breakpoint
CREATE INDEX "memberships_organisation" ON "memberships" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "passkeys_person" ON "passkeys" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "acts_outpoints" ON "acts" USING gin ("outpoints");--> statement-breakpoint
CREATE INDEX "acts_subject" ON "acts" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "acts_status" ON "acts" USING btree ("status","expires_at");--> statement-breakpoint
CREATE INDEX "acts_created_by" ON "acts" USING btree ("created_by","status");--> statement-breakpoint
CREATE INDEX "commands_created" ON "commands" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" USING btree ("topic","due_at") WHERE "outbox"."done_at" is null;--> statement-breakpoint
CREATE INDEX "submissions_txids" ON "submissions" USING gin ("txids");--> statement-breakpoint
CREATE INDEX "submissions_outpoints" ON "submissions" USING gin ("outpoints");--> statement-breakpoint
CREATE INDEX "submissions_state" ON "submissions" USING btree ("state","height");--> statement-breakpoint
CREATE INDEX "submissions_subject" ON "submissions" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE UNIQUE INDEX "right_batches_file" ON "right_batches" USING btree ("issuer_id","digest") WHERE "right_batches"."step" <> 'declined';--> statement-breakpoint
CREATE INDEX "right_batches_step" ON "right_batches" USING btree ("step","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "rights_place" ON "rights" USING btree ("batch_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "rights_code" ON "rights" USING btree ("code") WHERE not "rights"."declined";--> statement-breakpoint
CREATE UNIQUE INDEX "rights_accession" ON "rights" USING btree ("issuer_id","accession") WHERE not "rights"."declined";--> statement-breakpoint
CREATE UNIQUE INDEX "rights_fingerprint" ON "rights" USING btree ("issuer_id","fingerprint") WHERE not "rights"."declined";--> statement-breakpoint
CREATE INDEX "rights_print" ON "rights" USING btree ("fingerprint");--> statement-breakpoint
CREATE UNIQUE INDEX "settlement_batches_once" ON "settlement_batches" USING btree ("organisation_id","digest") WHERE "settlement_batches"."step" <> 'declined';--> statement-breakpoint
CREATE INDEX "settlement_batches_step" ON "settlement_batches" USING btree ("step","updated_at");--> statement-breakpoint
CREATE INDEX "settlement_legs_txid" ON "settlement_legs" USING btree ("txid");--> statement-breakpoint
CREATE VIEW "public"."certificate_holdings" AS (
  select r.holding, r.number, r.import_id, r.position, r.station, r.first, r.last, r.from_period, r.to_period,
    r.holder_id, 'issued' as part, null::integer as height, null::integer as index, null::text as txid,
    null::text as signer, not exists (
      select 1 from certificate_parts c
      where c.issue = replace(r.import_id::text, '-', '') and c.parent = r.holding) as in_force
  from certificate_ranges r
  union all
  select p.holding, r.number, r.import_id, r.position, p.station, p.first, p.last, r.from_period, r.to_period,
    p.holder::uuid, p.part, p.height, p.index, p.txid, p.signer,
    not exists (select 1 from certificate_parts c where c.issue = p.issue and c.parent = p.holding) as in_force
  from certificate_parts p
  join certificate_ranges r on r.import_id = p.issue::uuid and r.station = p.station
    and r.first <= p.first and p.last <= r.last);