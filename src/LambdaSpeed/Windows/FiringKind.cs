namespace LambdaSpeed;

/// <summary>Why a window has fired.</summary>
public enum FiringKind
{
    /// <summary>Before its time: what has come so far.</summary>
    Early,

    /// <summary>At its time: the watermark has passed its end, or what <see cref="FiringPolicy.WhenFinal"/> waits for.</summary>
    OnTime,

    /// <summary>After its time: a tuple has come that the windows still accepted.</summary>
    Late,
}
