import Foundation
import Testing

/// A carrier by its commands: an authority certifies it once, and it signs what becomes of parcels.
@Suite struct CarrierCommandTests {
  private static let consignment = "sha-256:n4SCsOEReXUoCV0Hveuq9PhHARztdsY81kt81H859KM"

  @Test func aCertifiedCarrierSigns() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "semper-carrier-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let authority = try RunningProgram(["serve", "authority", "--home", folder + "/authority", "--enrol", "carrier"])
    defer {
      authority.signal(SIGTERM)
      _ = authority.end()
      try? FileManager.default.removeItem(atPath: folder)
    }
    let address = try authority.address()
    func carrier(_ words: [String], at home: String = "carrier") throws -> SemperProgram.Run {
      try SemperProgram.run(["carrier", words[0], "--home", "\(folder)/\(home)"] + words.dropFirst())
    }
    let enrolment = [
      "--organisation", "Swift Parcels", "--authority", address, "--token",
      folder + "/authority/enrolment/carrier.token",
    ]
    // Nothing is signed before it is certified, and a token serves one carrier.
    let early = try carrier(sign("delivered", folder))
    #expect(early.status == 1 && early.errors.contains("certificate") && !Self.isThere(folder + "/delivered.json"))
    let key = try carrier(["key", "--json"] + enrolment).object()
    #expect(key["carrier"] as? String == "Swift Parcels")
    let again = try carrier(["key", "--json"]).object()
    #expect(again["key"] as? String == key["key"] as? String && again["key"] != nil)
    #expect(try carrier(["key"] + enrolment, at: "thief").status == 1)

    for event in ["accepted", "delivered", "damaged", "refused", "returned"] {
      let run = try carrier(sign(event, folder) + ["--json"])
      let said = try run.object()
      #expect(run.status == 0 && said["event"] as? String == event && said["statement"] != nil, "\(run.errors)")
      #expect(try payload(of: "\(folder)/\(event).json")["event"] as? String == event)
    }
    // The statement tells of the parcel, and of the address by a digest only.
    let payload = try payload(of: folder + "/delivered.json")
    #expect(payload["parcel"] as? String == "SP-1" && payload["consignment"] as? String == Self.consignment)
    #expect(!"\(payload)".contains("Road 1") && payload["destination"] != nil)
    let spoken = try carrier(sign("delivered", folder) + ["--language", "de"])
    #expect(spoken.status == 0 && spoken.output.contains("wurde dem Empfänger übergeben"))

    let tomorrow = try carrier(sign("delivered", folder, "never") + ["--at", "2100-01-01T00:00:00Z"])
    #expect(tomorrow.status == 1 && !Self.isThere(folder + "/never.json"))
    #expect(try carrier(sign("lost", folder, "never")).status == 64)
  }

  @Test func whatIsNoStatementOfACarrierIsNotTaken() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "semper-no-carrier-\(UUID().uuidString)").path
    try Data("{}".utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let deal = ["claim", "AAAAAAAAAAAAAAAAAAAAAA", "--because", "Look.", "--carrier", file]
    let till = try SemperProgram.run(["till"] + deal + ["--kind", "notPaid", "--home", file + "-home"])
    #expect(till.status == 1 && till.errors.contains(file) && till.errors.contains("carrier sign"), "\(till.errors)")
    let wallet = try SemperProgram.run(["wallet"] + deal + ["--kind", "damaged", "--home", file + "-home"])
    #expect(wallet.status == 1 && wallet.errors.contains("carrier sign"), "\(wallet.errors)")
  }

  private func sign(_ event: String, _ folder: String, _ name: String? = nil) -> [String] {
    [
      "sign", event, "--parcel", "SP-1", "--consignment", Self.consignment, "--to", "A. Example", "--to", "Road 1",
      "--out", "\(folder)/\(name ?? event).json",
    ]
  }

  private static func isThere(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// What is signed, read by other means than the program's own.
  private func payload(of path: String) throws -> [String: Any] {
    let file = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
    let text = try #require(file["payload"] as? String).replacing("-", with: "+").replacing("_", with: "/")
    let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
    let data = try #require(Data(base64Encoded: padded))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }
}
