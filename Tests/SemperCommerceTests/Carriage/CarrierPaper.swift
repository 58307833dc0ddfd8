import SemperCryptography

/// As what the key of a carrier is certified.
enum CarrierPaper: CaseIterable {
  case named, another, asSeller, foreign

  var organisation: String { self == .another ? "Another Carrier" : "Semper Demo Carrier" }
  var role: CertifiedRole { self == .asSeller ? .seller : .carrier }
}
