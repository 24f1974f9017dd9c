"""A quarter, and rows of it: one that is plain, a credit, one that names somebody, one that a spreadsheet would run."""

from collections.abc import Callable
from datetime import date

from moothall.kit.periods import Period
from moothall.spend.transparency.models import Edition

TODAY = date(2026, 11, 16)
Q1, Q2 = Period(date(2026, 4, 1), "P3M"), Period(date(2026, 7, 1), "P3M")
HEADER = "Supplier Name,Payment Date,Transaction Number,Net Amount,Irrecoverable VAT,Description,Directorate,Category"
BINS = "The Bin Company Ltd,02/05/2026,T1,900.00,0,Litter bins,Waste and recycling,Bins"
SALT = "Salt & Grit CIC,03/06/2026,T2,-700.25,0,Credit for salt,Roads,Salt"
NAMED = "Testham Homes,04/06/2026,T3,1200.00,0,Refund to Mrs Ada Quillby AB123456C,Homes,Refunds"
FORMULA = '"=HYPERLINK(""http://x"")",05/06/2026,T4,650.00,0,@SUM(A1),Homes,Paper'
Checking = Callable[..., Edition]
