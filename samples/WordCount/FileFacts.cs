using LambdaSpeed;

namespace WordCount;

/// <summary>What can be said of a file without looking at its words.</summary>
/// <param name="File">The index of the file.</param>
/// <param name="Bytes">The size of its text, unpacked.</param>
/// <param name="Lines">How many line feeds it has.</param>
/// <param name="Sha256">The hash of its text, in hexadecimal digits.</param>
[GenerateCodec]
internal sealed record FileFacts(int File, long Bytes, long Lines, string Sha256);
