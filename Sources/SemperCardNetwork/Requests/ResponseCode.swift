public import SemperCoding

/// What an issuer answers (element 39), of the codes of the 1987 edition those that are used here.
public enum ResponseCode: String, Sendable, CaseIterable, CanonicalValue {
  case approved = "00"
  case doNotHonour = "05"
  case invalidTransaction = "12"
  case invalidAmount = "13"
  case invalidCard = "14"
  /// The request that a reversal or completion cites is not known.
  case unknownOriginal = "25"
  case formatError = "30"
  case insufficientFunds = "51"
  case expiredCard = "54"
  case notPermittedToCard = "57"
  case notPermitted = "58"
  case limitExceeded = "61"
  case restrictedCard = "62"
  case unreachable = "91"
  /// The name was used for another request, or the request was reversed before it came.
  case duplicate = "94"
  /// Reconciliation: the totals differ.
  case outOfBalance = "95"
  case malfunction = "96"
}
