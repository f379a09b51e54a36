class Formula
  def value(text)
    # ruleid: ruby.code.eval-parameter
    eval(text)
    # ruleid: ruby.code.eval-parameter
    eval("1 + #{text}")
    # ok: ruby.code.eval-parameter
    eval("1 + 1")
    # ok: ruby.code.eval-parameter
    Integer(text)
    # ok: ruby.code.eval-parameter
    public_send(:show)
  end
end
