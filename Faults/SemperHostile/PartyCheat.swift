import ArgumentParser

/// How a party of an exchange does not keep its word.
enum PartyCheat: String, CaseIterable, ExpressibleByArgument {
  /// It seals something else than it has described.
  case badGoods = "bad-goods"
  /// It gives the arbiter garbage in place of its sealed secret.
  case badEscrow = "bad-escrow"
  /// It keeps its word, but its disk loses what it has downloaded, as soon as that was noted.
  case lossyDisk = "lossy-disk"
}
