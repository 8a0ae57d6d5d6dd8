select trade_id, batch_date from {{ ref("batch_1") }}
except
select trade_id, batch_date from {{ ref("batch_2") }}
union all
(
    select trade_id, batch_date from {{ ref("batch_3") }}
    except
    select trade_id, batch_date from {{ ref("replaced") }}
)
