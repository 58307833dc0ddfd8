public import SemperCoding

/// The five phases of a business (paper, Figure 1). After each, each side decides for itself whether to go on.
public enum Phase: String, Sendable, CaseIterable, CanonicalValue {
  case offer, order, contract, payment, service
}
