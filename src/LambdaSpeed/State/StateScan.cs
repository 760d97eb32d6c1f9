namespace LambdaSpeed.State;

/// <summary>A walk over a whole section as of one epoch, in steps.</summary>
internal abstract class StateScan
{
    /// <summary>Writes entries until about <paramref name="bytes"/> are written; false when the section is at its end.</summary>
    public abstract bool WriteSome(ChangeWriter writer, int bytes);
}
