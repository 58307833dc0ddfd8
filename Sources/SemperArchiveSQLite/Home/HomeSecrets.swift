import SemperArchive
import SemperCoding

/// The file `secrets.json` of a home: the archive's key and the wallet's seed, each sealed under the passphrase with a
/// salt of its own, so that opening the one tells nothing about the other.
struct HomeSecrets: CanonicalValue {
  static let fileName = "secrets.json"
  static let archiveKeyName = "archive key"
  static let seedName = "seed"

  let archiveKey: PassphraseLock
  let seed: PassphraseLock

  init(archiveKey: PassphraseLock, seed: PassphraseLock) {
    self.archiveKey = archiveKey
    self.seed = seed
  }

  var json: JSON { .fields(["version": 1.json, "archiveKey": archiveKey.json, "seed": seed.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    guard try fields.value("version", as: Int.self) == 1 else {
      throw CodingError(.outOfRange, "a newer version of Semper wrote this file", at: ["version"])
    }
    archiveKey = try fields.value("archiveKey")
    seed = try fields.value("seed")
    guard archiveKey.name == Self.archiveKeyName, seed.name == Self.seedName else {
      throw CodingError(.outOfRange, "the two secrets have changed places")
    }
    try fields.close()
  }
}
