using LambdaSpeed;

namespace Samples.Shared.Keeping;

/// <summary>What a folder was made for.</summary>
/// <param name="Program">The program.</param>
/// <param name="Files">Its input, in order.</param>
[GenerateCodec]
internal sealed record InputList(string Program, InputIdentity[] Files)
{
    /// <summary>How another list differs from this one, as the end of a sentence; null when it does not.</summary>
    public string? DifferenceTo(InputList other)
    {
        if (other.Program != Program) return $"it belongs to {Program}, not to {other.Program}";
        if (other.Files.Length != Files.Length) return $"it was made for {Files.Length} files, not for {other.Files.Length}";
        foreach (var (recorded, given) in Files.Zip(other.Files))
        {
            if (recorded.Name != given.Name) return $"it was made for {recorded.Name}, not for {given.Name}";
            if (recorded != given) return $"{given.Name} is not the file it was when the folder was made";
        }
        return null;
    }
}
