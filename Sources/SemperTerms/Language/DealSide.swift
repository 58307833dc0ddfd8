public import SemperCoding

/// The two explicit parties of a deal.
public enum DealSide: String, Sendable, CaseIterable, CanonicalValue {
  case buyer, seller

  public var peer: DealSide {
    switch self {
    case .buyer: .seller
    case .seller: .buyer
    }
  }
}
