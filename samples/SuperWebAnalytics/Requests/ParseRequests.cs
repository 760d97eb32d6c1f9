using LambdaSpeed;
using SuperWebAnalytics.Formats;

namespace SuperWebAnalytics.Requests;

/// <summary>Makes requests of lines. A line that is malformed leaves by a side output, so that it neither stops the run nor gets
/// lost.</summary>
/// <param name="formats">The format of each file.</param>
internal sealed class ParseRequests(IReadOnlyList<ILogFormat> formats) : Bolt<LogLine, Request>
{
    public static readonly SideOutput<DeadLetter> Malformed = new("malformed");

    public override void Execute(LogLine input, Emitter<Request> output)
    {
        var format = formats[input.File];
        if (input.Offset == 0 && format.HasHeader) return;

        if (format.TryParse(input.Text, out var request) is { } reason)
        {
            output.Emit(Malformed, new DeadLetter(input, reason));
        }
        else
        {
            output.Emit(request!);
        }
    }
}
