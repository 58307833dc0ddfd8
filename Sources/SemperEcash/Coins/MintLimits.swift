/// How much one request to the mint may hold.
public enum MintLimits {
  /// Coins in one direction. Each input is a signer, of which a statement has at most 64.
  public static let coins = 60
  /// New coins for one that is refreshed.
  public static let refreshed = 34
  /// Bytes of a request's payload.
  public static let payload = 128 << 10
  /// Blinded messages in one question after issued coins.
  public static let restore = 100
}
