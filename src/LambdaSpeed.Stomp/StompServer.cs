namespace LambdaSpeed.Stomp;

/// <summary>A server as a URI names it.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port.</param>
/// <param name="IsEncrypted">Whether it is talked to by TLS.</param>
/// <param name="User">Name and password; null to enter without.</param>
internal sealed record StompServer(string Host, int Port, bool IsEncrypted, (string Name, string Password)? User)
{
    private const string Plain = "stomp";
    private const string Encrypted = "stomp+ssl";

    /// <summary>Reads a URI.</summary>
    /// <exception cref="FormatException">It is none of STOMP.</exception>
    public static StompServer Of(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not (Plain or Encrypted) || uri.Host.Length == 0)
        {
            throw new FormatException("it is not of the form stomp://user:password@host:61613, or stomp+ssl://…");
        }
        if (uri.AbsolutePath is not ("" or "/") || uri.Query.Length > 0)
        {
            throw new FormatException("there is nothing to say behind the port");
        }

        var isEncrypted = uri.Scheme == Encrypted;
        var port = uri.Port > 0 ? uri.Port : isEncrypted ? 61614 : 61613;
        if (uri.UserInfo.Length == 0) return new(uri.DnsSafeHost, port, isEncrypted, null);

        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) throw new FormatException("it names a user without a password");

        var user = (Uri.UnescapeDataString(uri.UserInfo[..colon]), Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]));
        return new(uri.DnsSafeHost, port, isEncrypted, user);
    }

    /// <summary>Host and port; never the password.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
