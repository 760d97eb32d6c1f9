namespace LambdaSpeed.State;

/// <summary>A walk over a section, or over what one epoch changed in it, in steps.</summary>
internal abstract class StateScan
{
    /// <summary>The thread whose processor is likely to have in its cache what is read: the owner's. 0 when there is none.</summary>
    public virtual int NearThread => 0;

    /// <summary>Writes entries until about <paramref name="bytes"/> are written; false when the section is at its end.</summary>
    public abstract bool WriteSome(ChangeWriter writer, int bytes);
}
