"""How things were paid: late, in bursts, in round sums, with VAT that was not taken back."""
