-- Understood by SQLite and PostgreSQL alike. Times are milliseconds since 1970, UTC.
CREATE TABLE selections (
    id TEXT PRIMARY KEY NOT NULL,
    shop TEXT NOT NULL,
    -- The cart, and the order that it became.
    reference TEXT,
    order_reference TEXT,
    -- Not replaced, not withdrawn: its references lead to it.
    is_current BOOLEAN NOT NULL,
    -- The v3 service point as JSON.
    service_point TEXT NOT NULL,
    to_post_number TEXT,
    is_available BOOLEAN,
    selected_at_ms BIGINT NOT NULL,
    checked_at_ms BIGINT NOT NULL,
    bound_at_ms BIGINT,
    earlier_service_point_id BIGINT
);

CREATE UNIQUE INDEX selections_of_cart ON selections (shop, reference) WHERE is_current;
CREATE UNIQUE INDEX selections_of_order ON selections (shop, order_reference);
-- With those that were replaced, for erasure.
CREATE INDEX selections_of_reference ON selections (shop, reference);
CREATE INDEX selections_in_turn ON selections (shop, selected_at_ms, id);
-- What is too old is looked for every few minutes.
CREATE INDEX selections_by_age ON selections (bound_at_ms, selected_at_ms);
CREATE INDEX selections_with_numbers ON selections (bound_at_ms) WHERE to_post_number IS NOT NULL;
