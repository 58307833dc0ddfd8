struct InMemoryKeyStore: KeyStore {
  let process: InMemoryProcess
  let wrap: KeyWrap

  func store(_ secret: [UInt8], named name: String) async throws {
    let sealed = try wrap.seal(secret, named: name)
    try process.write("key \(name)") { content in
      guard content.keys[name] == nil else {
        throw ArchiveError(.exists, "there is already a secret named “\(name)”; secrets are never replaced")
      }
      content.keys[name] = sealed
    }
  }

  func secret(named name: String) async throws -> [UInt8]? {
    guard let sealed = try process.read({ content in content.keys[name] }) else { return nil }
    return try wrap.open(sealed, named: name)
  }

  func destroy(named name: String) async throws {
    try process.write("destruction of key \(name)") { content in content.keys[name] = nil }
  }
}
