module LinksHelper
  def back_link
    # ruleid: ruby.html.link-address
    link_to "Back", params[:back]
    target = params[:url]
    # ruleid: ruby.html.link-address
    link_to("Site", target, class: "site")
    # ruleid: ruby.html.link-address
    content_tag(:a, "Site", href: params[:url])
    # ok: ruby.html.link-address
    link_to "Back", "/pages/#{params[:page]}"
    # ok: ruby.html.link-address
    link_to "User", user_path(params[:id])
    # ok: ruby.html.link-address
    link_to params[:title], root_path
  end
end
