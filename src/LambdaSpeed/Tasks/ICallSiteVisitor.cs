namespace LambdaSpeed.Tasks;

/// <summary>Makes something for a call site; see <see cref="CallSite"/>.</summary>
internal interface ICallSiteVisitor<out TResult>
{
    TResult Visit<TSite>()
        where TSite : struct;
}
