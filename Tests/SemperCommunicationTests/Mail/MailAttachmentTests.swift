import Foundation
import SemperCoding
import SemperCommunication
import SemperTesting
import Testing

/// One attachment is found in a saved mail, or the mail is refused; a draft is read by others as it was meant.
@Suite struct MailAttachmentTests {
  private static let media = "application/vnd.semper.offer+json"
  private static let name = "lamps.semper-offer"
  private static let reader = MailAttachment(mediaType: media, ending: ".semper-offer", largest: 1 << 20)

  private static func draft(_ attached: [UInt8]) -> [UInt8] {
    MailDraft(
      subject: "Ein schönes Angebot – μία προσφορά, and so on until the line is longer than a line may be",
      text: "Grüße\n", attaching: attached, as: name, mediaType: media
    ).bytes
  }

  private static func mail(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

  private func expect(_ code: MailError.Code, _ lines: String..., place: SourceLocation = #_sourceLocation) {
    let error = #expect(throws: MailError.self, sourceLocation: place) {
      try Self.reader.find(in: Array(lines.joined(separator: "\n").utf8))
    }
    #expect(error?.code == code, "\(String(describing: error))", sourceLocation: place)
  }

  @Test func aDraftIsReadAgain() throws {
    for length in [0, 1, 2, 3, 56, 57, 58, 3_000] {
      let attached = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let draft = Self.draft(attached)
      #expect(try Self.reader.find(in: draft) == attached)
      #expect(draft.allSatisfy { $0 < 0x7F })
      let longest = String(decoding: draft, as: UTF8.self).components(separatedBy: "\r\n").map(\.utf8.count).max()
      #expect(longest.map { $0 <= 78 } == true)
    }
  }

  /// Python's `email` reads our drafts and writes mails in the forms that mail programs have; each reads what the other has written.
  @Test func bothWays() throws {
    var files = [Array("{\"a\":1}".utf8), [], Array("=\r\n.\n--=_semper_offer\n".utf8)]
    files += (1...20).map { length in (0..<(length * 37)).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ length) } }
    func base64(_ bytes: [UInt8]) -> JSON { Data(bytes).base64EncodedString().json }
    let question = JSON.fields([
      "files": .array(files.map(base64)), "mails": .array(files.map { base64(Self.draft($0)) }),
      "name": Self.name.json, "type": Self.media.json,
    ])
    let answer = try JSONSerialization.jsonObject(
      with: Data(Oracle.python("mail", CanonicalJSON.encode(question))))
    let object = try #require(answer as? [String: Any])
    let read = try #require(object["read"] as? [[[String]]])
    let written = try #require(object["written"] as? [[String]])
    #expect(read.count == files.count && written.count == files.count)
    for (number, file) in files.enumerated() {
      #expect(read[number] == [[Self.media, Self.name, Data(file).base64EncodedString()]])
      #expect(written[number].count == 6)
      for mail in written[number] {
        let bytes = Array(try #require(Data(base64Encoded: mail)))
        #expect(try Self.reader.find(in: bytes) == file, "\(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test func whatIsNoMailWithOneOfferIsRefused() {
    let part = "--b\nContent-Type: \(Self.media)\nContent-Transfer-Encoding: base64\n\nAAAA\n"
    let head = "Content-Type: multipart/mixed; boundary=b\n\n"
    expect(.notFound, "Subject: nothing", "", "text")
    expect(.notFound, head + "--b--")
    expect(.notFound, head + part.replacingOccurrences(of: Self.media, with: "application/octet-stream") + "--b--")
    expect(.ambiguous, head + part + part + "--b--")
    expect(.malformed, head + part)
    expect(.malformed, head + "text without parts")
    expect(.malformed, "Content-Type: multipart/mixed\n\n" + part + "--b--")
    expect(.malformed, "no header", "")
    expect(.malformed, " continues nothing", "")
    expect(.malformed, "Content-Type: text/plain\nContent-Type: text/html\n\n")
    expect(.malformed, "Content-Type: multipart/mixed; boundary=b; boundary=c\n\n" + part + "--b--")
    expect(.malformed, "Content-Type: multipart/mixed; boundary=\"b\n\n" + part + "--b--")
    for wrong in ["AAA", "AA=A", "A===", "AAB=", "AA==AA", "A_A-", "=AAA"] {
      expect(.malformed, head + part.replacingOccurrences(of: "AAAA", with: wrong) + "--b--")
    }
    expect(.malformed, head + part.replacingOccurrences(of: "base64", with: "uuencode") + "--b--")
    for wrong in ["=4", "=zz", "=4a"] {
      let quoted = part.replacingOccurrences(of: "base64", with: "quoted-printable")
      expect(.malformed, head + quoted.replacingOccurrences(of: "AAAA", with: wrong) + "--b--")
    }
  }

  @Test func whatIsTooMuchIsRefused() {
    expect(.tooLarge, String(repeating: "X: y\n", count: 600))
    expect(.tooLarge, "X: " + String(repeating: "y", count: 200_000))
    expect(.tooLarge, String(repeating: "a", count: (8 << 20) + 1))
    expect(
      .tooLarge, "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 70) + "--b--")
    // Parts in parts, each with the same boundary one letter longer.
    var nested = "Content-Type: \(Self.media)\n\nx\n"
    for depth in 1...10 {
      let boundary = "b" + String(depth)
      nested = "Content-Type: multipart/mixed; boundary=\(boundary)\n\n--\(boundary)\n\(nested)\n--\(boundary)--\n"
    }
    expect(.tooLarge, nested)
    let large = Data(count: (1 << 20) + 1).base64EncodedString()
    expect(.tooLarge, "Content-Type: \(Self.media)\nContent-Transfer-Encoding: base64\n\n\(large)")
  }

  /// Every byte of a mail in turn is another one, or missing: it is read as before, or as something else, or refused, and never to no end.
  @Test func changedBytesAreReadOrRefused() throws {
    let attached = Array("{\"offer\":1}".utf8)
    let draft = Self.draft(attached)
    var refused = 0
    for place in draft.indices {
      for change in [UInt8(0x00), 0x0A, 0x22, 0x3B, 0x3D, 0x2D, 0xFF] {
        var changed = draft
        changed[place] = change
        do { _ = try Self.reader.find(in: changed) } catch { refused += 1 }
      }
      do { _ = try Self.reader.find(in: Array(draft[..<place])) } catch { refused += 1 }
    }
    #expect(refused > draft.count)
  }
}
