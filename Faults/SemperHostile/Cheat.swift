import ArgumentParser

/// How a hostile seller cheats.
enum Cheat: String, CaseIterable, ExpressibleByArgument {
  case badGoods = "bad-goods"
  case termsChanged = "terms-changed"
}
