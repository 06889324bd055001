CREATE TABLE "union_roles" (
	"collective_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "union_roles_collective_id_position_pk" PRIMARY KEY("collective_id","position")
);
--> statement-breakpoint
CREATE TABLE "unions" (
	"collective_id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"chain_id" text NOT NULL,
	"genesis" text NOT NULL,
	"authority_key" "bytea" NOT NULL,
	"act_id" uuid,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "union_roles" ADD CONSTRAINT "union_roles_collective_id_unions_collective_id_fk" FOREIGN KEY ("collective_id") REFERENCES "public"."unions"("collective_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unions" ADD CONSTRAINT "unions_collective_id_collectives_id_fk" FOREIGN KEY ("collective_id") REFERENCES "public"."collectives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unions" ADD CONSTRAINT "unions_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unions" ADD CONSTRAINT "unions_act_id_acts_id_fk" FOREIGN KEY ("act_id") REFERENCES "public"."acts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "unions_chain" ON "unions" USING btree ("chain_id");