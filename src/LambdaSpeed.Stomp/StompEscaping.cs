namespace LambdaSpeed.Stomp;

/// <summary>How the headers of a frame are escaped.</summary>
internal enum StompEscaping
{
    /// <summary>Not at all, as those of CONNECTED.</summary>
    None,

    /// <summary>Perhaps, as those of ERROR: ActiveMQ does not escape the one that answers CONNECT. What is no escape, or no UTF-8, is
    /// given as well as it can be.</summary>
    Perhaps,

    /// <summary>As STOMP 1.2 has it; anything else is refused.</summary>
    Full,
}
