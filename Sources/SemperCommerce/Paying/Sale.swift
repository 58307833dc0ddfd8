/// A bill or a deal, where either may be meant: both have ids of one form, drawn so that no two are alike.
public enum Sale {}
