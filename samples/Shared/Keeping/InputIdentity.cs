using System.Security.Cryptography;
using LambdaSpeed;

namespace Samples.Shared.Keeping;

/// <summary>A file as it was when it was first taken in.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">Its size, packed if it is packed.</param>
/// <param name="Sha256">The hash of these bytes, in hexadecimal digits.</param>
[GenerateCodec]
internal sealed record InputIdentity(string Name, long Bytes, string Sha256)
{
    public static InputIdentity Of(InputFile file)
    {
        using var content = File.OpenRead(file.Path);
        return new InputIdentity(file.Name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
