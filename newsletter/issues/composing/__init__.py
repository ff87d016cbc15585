"""An issue as the letters that it becomes, one for each edition."""
