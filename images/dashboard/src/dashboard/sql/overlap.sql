select
    trade_id,
    committee,
    membership_valid_from::date as valid_from,
    membership_valid_to::date as valid_to
from publish.rpt_committee_overlap
where committee is not null and transaction_date between ? and ?
