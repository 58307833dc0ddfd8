import ArgumentParser

/// A run in which one side really loses, so that the judge can be seen to notice. No protocol can prevent these: somebody
/// destroys what a party holds.
enum PlantedCheat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// The shop's home is destroyed before it has claimed its money.
  case robbedSeller = "robbed-seller"
  /// The goods are deleted from the buyer's disk.
  case robbedBuyer = "robbed-buyer"
}
